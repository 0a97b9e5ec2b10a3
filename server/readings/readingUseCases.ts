import type { DeliveryService } from './delivery.service'
import type { FileImportService } from './fileImport.service'
import type { ImportUndoService } from './importUndo.service'
import type { ReadingService } from './reading.service'
import type { SummaryService } from './summary.service'

/** What pages and API do with readings. */
export interface ReadingUseCases {
  readonly readings: ReadingService
  readonly fileImports: FileImportService
  readonly summaries: SummaryService
  readonly importUndo: ImportUndoService
  readonly delivery: DeliveryService
}
