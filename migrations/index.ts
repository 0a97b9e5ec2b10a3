import { CreateAudit1767225600000 } from './1767225600000-CreateAudit'
import { CreateAccounts1767225660000 } from './1767225660000-CreateAccounts'
import { CreatePrograms1767225720000 } from './1767225720000-CreatePrograms'
import { CreateJourneys1767225780000 } from './1767225780000-CreateJourneys'
import { CreateMetrics1767225840000 } from './1767225840000-CreateMetrics'
import { CreatePilots1767225900000 } from './1767225900000-CreatePilots'
import { CreateScoring1767225960000 } from './1767225960000-CreateScoring'
import { CreatePlans1767226020000 } from './1767226020000-CreatePlans'
import { CreateReadings1767226080000 } from './1767226080000-CreateReadings'
import { CreateFindings1767226140000 } from './1767226140000-CreateFindings'
import { CreateCases1767226200000 } from './1767226200000-CreateCases'
import { CreateGovernance1767226260000 } from './1767226260000-CreateGovernance'
import { KeepWhatIsWritten1767226270000 } from './1767226270000-KeepWhatIsWritten'
import { KeepFromTruncate1767226271000 } from './1767226271000-KeepFromTruncate'
import { DropVerdictProvisional1767226272000 } from './1767226272000-DropVerdictProvisional'
import { KeepWhatFinanceSigned1767226281000 } from './1767226281000-KeepWhatFinanceSigned'
import { CreateIdempotencyKeys1767226282000 } from './1767226282000-CreateIdempotencyKeys'

/** Every step of the schema, in the order in which it is taken. */
export const migrations = [
  CreateAudit1767225600000,
  CreateAccounts1767225660000,
  CreatePrograms1767225720000,
  CreateJourneys1767225780000,
  CreateMetrics1767225840000,
  CreatePilots1767225900000,
  CreateScoring1767225960000,
  CreatePlans1767226020000,
  CreateReadings1767226080000,
  CreateFindings1767226140000,
  CreateCases1767226200000,
  CreateGovernance1767226260000,
  KeepWhatIsWritten1767226270000,
  KeepFromTruncate1767226271000,
  DropVerdictProvisional1767226272000,
  KeepWhatFinanceSigned1767226281000,
  CreateIdempotencyKeys1767226282000,
]
