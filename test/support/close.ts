/** How far a computed number may be from the expected one: `|a - e| <= max(abs, rel * |e|)`. */
export interface Closeness {
  readonly rel: number
  readonly abs: number
}

/** The same for a whole answer; `fields` overrides it for a dotted path such as `cr2.p` or `adjusted.holm.3`. */
export interface Tolerance extends Closeness {
  readonly fields?: Readonly<Record<string, Closeness>>
}

/** Infinite numbers are close to themselves alone; nothing is close to NaN. */
export function isClose(actual: number, expected: number, { rel, abs }: Closeness): boolean {
  if (!Number.isFinite(expected)) return actual === expected
  return Math.abs(actual - expected) <= Math.max(abs, rel * Math.abs(expected))
}

/**
 * Expects what a reference case expects: an answer with every field of `expected`, close where it is a number and the
 * same where it is not, or, for `{ error: reason }`, a refusal with that reason. Further fields may be there.
 */
export function expectAnswer(compute: () => unknown, expected: unknown, tolerance?: Tolerance): void {
  const reason = reasonIn(expected)
  if (reason === null) expect(differences(compute(), expected, tolerance ?? EXACT, '')).toEqual([])
  else expect(refusal(compute)).toBe(reason)
}

const EXACT: Tolerance = { rel: 0, abs: 0 }

function reasonIn(expected: unknown): string | null {
  return isRecord(expected) && typeof expected.error === 'string' ? expected.error : null
}

function refusal(compute: () => unknown): unknown {
  try {
    return { answeredWith: compute() }
  } catch (fault) {
    return isRecord(fault) && 'reason' in fault ? fault.reason : fault
  }
}

function differences(actual: unknown, expected: unknown, tolerance: Tolerance, path: string): string[] {
  const wanted = numberIn(expected)
  if (wanted !== null) {
    const closeness = tolerance.fields?.[path] ?? tolerance
    const sound = typeof actual === 'number' && isClose(actual, wanted, closeness)
    return sound ? [] : [`${path || 'answer'}: ${shown(actual)} instead of ${wanted}`]
  }
  if (isRecord(expected)) {
    const found: Readonly<Record<string, unknown>> = isRecord(actual) ? actual : {}
    const shorter = Array.isArray(expected) && (!Array.isArray(actual) || actual.length !== expected.length)
    return [
      ...(shorter ? [`${path || 'answer'}: ${shown(actual)} is not a list of ${expected.length}`] : []),
      ...Object.entries(expected).flatMap(([key, value]) =>
        differences(found[key], value, tolerance, path === '' ? key : `${path}.${key}`),
      ),
    ]
  }
  return Object.is(actual, expected) ? [] : [`${path || 'answer'}: ${shown(actual)} instead of ${shown(expected)}`]
}

/** JSON has no infinite numbers: the cases write them as words. */
function numberIn(expected: unknown): number | null {
  if (typeof expected === 'number') return expected
  return expected === 'Infinity' || expected === '-Infinity' ? Number(expected) : null
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null
}

function shown(value: unknown): string {
  return typeof value === 'number' ? String(value) : (JSON.stringify(value) ?? 'nothing')
}
