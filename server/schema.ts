import { migrations } from '../migrations'
import { entities } from './entities'
import type { Schema } from './platform/database/dataSource'

/** Foothold's own schema, for whoever opens its database. */
export const schema: Schema = { entities, migrations }
