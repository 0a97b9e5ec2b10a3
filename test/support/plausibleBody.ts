import { isReferenceObject, type ReferenceObject, type SchemaObject } from 'openapi3-ts'

type Schemas = Readonly<Record<string, unknown>>

const A_UUID = '5f0c9d2e-4a1b-4c3d-8e5f-6a7b8c9d0e1f'

const PLAIN: Readonly<Record<string, unknown>> = { uuid: A_UUID, date: '2026-11-04', email: 'amina@example.com' }

/** An answer that a schema of the API's document allows, with every field filled in. */
export function plausibleBody(schema: SchemaObject | ReferenceObject, schemas: Schemas): unknown {
  if (isReferenceObject(schema)) return plausibleBody(schemas[schema.$ref.split('/').at(-1) ?? ''] as SchemaObject, schemas)
  if (schema.allOf && schema.nullable) return null // a body of its own, read by itself
  if (schema.enum) return schema.enum[0] as unknown
  switch (schema.type) {
    case 'object':
      return Object.fromEntries(
        Object.entries(schema.properties ?? {}).map(([name, property]) => [name, plausibleBody(property, schemas)]),
      )
    case 'array':
      return Array.from({ length: Math.max(1, schema.minItems ?? 0) }, () => plausibleBody(schema.items ?? {}, schemas))
    case 'integer':
    case 'number':
      return Math.max(1, schema.minimum ?? 1) <= (schema.maximum ?? 1) ? Math.max(1, schema.minimum ?? 1) : schema.maximum
    case 'boolean':
      return true
    default:
      return PLAIN[schema.format ?? ''] ?? 'text'.padEnd(schema.minLength ?? 0, '.')
  }
}
