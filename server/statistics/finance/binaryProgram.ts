import loadHighs, { type Highs, type Model } from 'highs'
import { NotEstimable } from '../notEstimable'

/** At most `most` of the sum of coefficients over the places that are taken. */
export interface Row {
  readonly coefficients: ReadonlyMap<number, number>
  readonly most: number
}

/** Take or leave each place so that the gains are greatest. */
export interface BinaryProgram {
  readonly gains: readonly number[]
  /** 1 where a place must be taken, else 0 */
  readonly least: readonly number[]
  /** 0 where a place must be left, else 1 */
  readonly most: readonly number[]
  readonly rows: readonly Row[]
}

/** Numbers up to here stay as they are; greater or broken ones are brought to this size. */
const SIZE = 2 ** 20

/*
 * Gaps of 0 ask for the optimum itself. Without heuristics, symmetry and restarts the programmes of this size took a
 * fifth of the time (50 items, four limits: 0.7 s against 3.9 s), and none took longer.
 */
const OPTIONS = {
  output_flag: false,
  mip_rel_gap: 0,
  mip_abs_gap: 0,
  mip_feasibility_tolerance: 1e-9,
  primal_feasibility_tolerance: 1e-9,
  dual_feasibility_tolerance: 1e-9,
  mip_heuristic_effort: 0,
  mip_detect_symmetry: false,
  mip_allow_restart: false,
  mip_max_nodes: 50_000,
} as const

let solver: Promise<Highs> | undefined

export interface BinarySolution {
  /** for each place whether it is taken */
  readonly taken: readonly boolean[]
  /** what the solver needed */
  readonly seconds: number
}

/**
 * The places to take in the best solution of a binary programme, up to the solver's tolerance.
 *
 * HiGHS runs as WebAssembly, is loaded once by the first question and answers on the calling thread. The same programme
 * has the same answer: one thread, a fixed seed.
 *
 * @param seconds the most that the solver may take
 * @throws NotEstimable `infeasible`, `tooLarge` beyond 50,000 nodes or the seconds, `noConvergence` when the solver
 *   ends otherwise
 */
export async function bestOfBinaryProgram(program: BinaryProgram, seconds: number): Promise<BinarySolution> {
  if (program.gains.length === 0) {
    if (program.rows.some(({ most }) => most < 0)) throw new NotEstimable('infeasible')
    return { taken: [], seconds: 0 }
  }
  if (seconds <= 0) throw new NotEstimable('tooLarge')
  const highs = await (solver ??= loadHighs())
  try {
    return highs.withModel(modelOf(program, highs), model => solved(model, highs, seconds))
  } catch (fault) {
    if (fault instanceof NotEstimable) throw fault
    solver = undefined // after a fault of its own, such as no memory, it is not asked again
    throw new NotEstimable('noConvergence')
  }
}

function solved(model: Model, { constants }: Highs, seconds: number): BinarySolution {
  model.options.set({ ...OPTIONS, time_limit: seconds })
  model.run()
  const status = model.getModelStatus()
  const { optimal, infeasible, unboundedOrInfeasible, timeLimit, solutionLimit, iterationLimit } = constants.modelStatus
  if (status === infeasible || status === unboundedOrInfeasible) throw new NotEstimable('infeasible')
  if (status === timeLimit || status === solutionLimit || status === iterationLimit) throw new NotEstimable('tooLarge')
  if (status !== optimal) throw new NotEstimable('noConvergence')
  return { taken: Array.from(model.getSolution().colValue, value => value > 0.5), seconds: model.getRunTime() }
}

function modelOf({ gains, least, most, rows }: BinaryProgram, { constants, infinity }: Highs) {
  const starts = [0]
  const indices: number[] = []
  const values: number[] = []
  const rowUpper: number[] = []
  for (const row of rows) {
    const scale = scaleOf([...row.coefficients.values()])
    for (const [place, amount] of row.coefficients) {
      indices.push(place)
      values.push(amount * scale)
    }
    starts.push(indices.length)
    rowUpper.push(Math.max(-1e18, Math.min(1e18, row.most * scale)))
  }
  const scale = scaleOf(gains)
  return {
    numCols: gains.length,
    numRows: rows.length,
    sense: constants.objectiveSense.maximize,
    colCost: gains.map(gain => gain * scale),
    colLower: least,
    colUpper: most,
    rowLower: rows.map(() => -infinity),
    rowUpper,
    matrix: {
      format: 'csr' as const, numRows: rows.length, numCols: gains.length,
      starts: Int32Array.from(starts), indices: Int32Array.from(indices), values: Float64Array.from(values),
    },
    integrality: gains.map(() => constants.variableType.integer),
  }
}

/** A power of two, which changes no digit, that brings the greatest number near `SIZE`; 1 for small whole numbers. */
function scaleOf(numbers: readonly number[]): number {
  const greatest = numbers.reduce((most, number) => Math.max(most, Math.abs(number)), 0)
  if (greatest === 0 || (greatest <= SIZE && numbers.every(Number.isInteger))) return 1
  return 2 ** Math.max(-1000, Math.min(1000, Math.floor(Math.log2(SIZE / greatest))))
}
