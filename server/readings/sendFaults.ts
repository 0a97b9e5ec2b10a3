import type { Request, Response } from 'express'
import type { ReadingUseCases } from './readingUseCases'

/** The faults of an upload as a file, as page and API send it. */
export async function sendFaults({ readings, fileImports }: Pick<ReadingUseCases, 'readings' | 'fileImports'>, req: Request, res: Response): Promise<void> {
  const [pilot, id] = [String(req.params.pilot), String(req.params.import)]
  await readings.see(req.actor, pilot, id)
  res.type('text/csv').attachment('faults.csv')
  await fileImports.writeFaults(req.actor, pilot, id, res)
}
