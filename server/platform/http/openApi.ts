import { createHash } from 'node:crypto'
import { defaultMetadataStorage } from 'class-transformer/cjs/storage'
import { getMetadataStorage } from 'class-validator'
import { targetConstructorToSchema } from 'class-validator-jsonschema'
import type { OpenAPIObject, OperationObject, ParameterObject, SchemaObject } from 'openapi3-ts'
import { Invalid } from '../errors'
import { readInput } from './readInput'

type InputClass = new () => object

/** What the document says about one route of the API. Features list theirs beside the routes. */
export interface Operation {
  /** As in the route table: `PUT /api/v1/pilots/:pilot/plan`. */
  readonly route: string
  /** One sentence, what it does. */
  readonly summary: string
  /** The class that reads the body. */
  readonly input?: InputClass
  /** The class that reads the query string. */
  readonly query?: InputClass
  /** What the body is where it is not JSON, such as `text/csv`: read as it arrives. */
  readonly takes?: string
  /** What a success answers, in words; the status is 200 unless said. */
  readonly answer: string
  readonly status?: 200 | 201 | 202 | 204
  /** Other than JSON, such as `text/csv`. */
  readonly contentType?: string
}

const DESCRIPTION =
  'Everything a page does. Errors are problem documents (RFC 9457). What is sent is described field by field and refused ' +
  'where it holds others; of an answer status and media type are described, its fields in words. Fields may be added to answers.'

const PROBLEM = { $ref: '#/components/schemas/Problem' }

/** What the document says beside its operations. */
export interface ApiFacts {
  readonly title: string
  readonly server: string
  /** What every operation takes that changes something and reads its body at once. */
  readonly deedParameters?: readonly ParameterObject[]
}

/** The OpenAPI document of these operations, made from the classes that read the input, so it cannot say otherwise. */
export function openApiDocument(operations: readonly Operation[], { title, server, deedParameters = [] }: ApiFacts): OpenAPIObject {
  const schemas = inputSchemas(operations)
  const paths: Record<string, Record<string, OperationObject>> = {}
  for (const operation of operations) {
    const [method = '', path = ''] = operation.route.split(' ')
    const documented = path.replace(/:(\w+)/g, '{$1}')
    paths[documented] = { ...paths[documented], [method.toLowerCase()]: described(operation, path, schemas, deedParameters) }
  }
  return {
    openapi: '3.0.3',
    info: { title, version: digestOf(paths), description: DESCRIPTION },
    servers: [{ url: server }],
    security: [{ accessToken: [] }],
    paths,
    components: {
      securitySchemes: { accessToken: { type: 'http', scheme: 'bearer', description: 'A personal access token from your profile.' } },
      schemas: { ...schemas, Problem: problemSchema },
    },
  }
}

function described(operation: Operation, path: string, schemas: Readonly<Record<string, SchemaObject>>, deedParameters: readonly ParameterObject[]): OperationObject {
  const { summary, input, query, takes, answer, status = 200, contentType = 'application/json' } = operation
  const isDeed = !operation.route.startsWith('GET')
  const failure = (description: string) => ({ description, content: { 'application/problem+json': { schema: PROBLEM } } })
  return {
    summary,
    operationId: operationId(operation.route),
    tags: [path.split('/').filter(part => part && !part.startsWith(':'))[2] ?? 'api'],
    parameters: [...pathParameters(path), ...(query ? queryParameters(schemas[query.name]) : []), ...(isDeed && takes === undefined ? deedParameters : [])],
    ...(input && {
      requestBody: { required: true, content: { 'application/json': { schema: { $ref: `#/components/schemas/${input.name}` } } } },
    }),
    ...(takes && { requestBody: { required: true, content: { [takes]: { schema: { type: 'string', format: 'binary' } } } } }),
    responses: {
      [String(status)]: status === 204 ? { description: answer } : { description: answer, content: { [contentType]: {} } },
      '401': failure('No valid access token.'),
      '403': failure('Your role does not allow this.'),
      '404': failure('There is no such thing, or it is none of your business.'),
      ...(isDeed && { '409': failure('Not possible in this state, or changed meanwhile.') }),
      ...((input || takes) && { '413': failure('Larger than the limit.') }),
      ...(takes && { '415': failure(`Not ${takes}.`) }),
      ...((input || query || isDeed) && { '422': failure('Some answers need attention; each is named.') }),
      default: failure('Any other refusal: not possible in this state, unreadable, too often, or a failure of ours. The detail says which.'),
    },
  }
}

const pathParameters = (path: string): ParameterObject[] =>
  [...path.matchAll(/:(\w+)/g)].map(([, name = '']) => ({ name, in: 'path', required: true, schema: { type: 'string' } }))

const queryParameters = (schema: SchemaObject | undefined): ParameterObject[] =>
  Object.entries(schema?.properties ?? {}).map(([name, property]) => ({
    name,
    in: 'query',
    required: schema?.required?.includes(name) ?? false,
    schema: property,
  }))

/** `PUT /api/v1/pilots/:pilot/plan` is called `putPilotsPilotPlan`. */
function operationId(route: string): string {
  const [method = '', path = ''] = route.split(' ')
  const words = path.replace('/api/v1', '').split(/[^A-Za-z0-9]+/).filter(Boolean)
  return method.toLowerCase() + words.map(word => word.charAt(0).toUpperCase() + word.slice(1)).join('')
}

/** The schemas of all input classes and of the rows inside them. */
function inputSchemas(operations: readonly Operation[]): Record<string, SchemaObject> {
  const shapes = new Map<string, InputClass>()
  const schemas: Record<string, SchemaObject> = {}
  const take = (shape: InputClass): void => {
    const known = shapes.get(shape.name)
    if (known && known !== shape) throw new Error(`Two input classes are called ${shape.name}. Give each a name of its own.`)
    if (known) return
    shapes.set(shape.name, shape)
    const { required: _guessed, ...schema } = targetConstructorToSchema(shape, {
      classTransformerMetadataStorage: defaultMetadataStorage,
      classValidatorMetadataStorage: getMetadataStorage(),
      refPointerPrefix: '#/components/schemas/',
    })
    const required = requiredOf(shape)
    schemas[shape.name] = { ...schema, ...(required.length > 0 && { required }), additionalProperties: false }
    for (const property of Object.keys(schema.properties ?? {})) {
      const row = defaultMetadataStorage.findTypeMetadata(shape, property)?.typeFunction()
      if (row) take(row as InputClass)
    }
  }
  for (const shape of operations.flatMap(({ input, query }) => [input, query])) if (shape) take(shape)
  return schemas
}

/** A field is required when leaving it out is refused: asked of the reader itself. */
function requiredOf(shape: InputClass): string[] {
  try {
    readInput(shape, {})
    return []
  } catch (error) {
    if (error instanceof Invalid) return Object.keys(error.fields)
    throw error
  }
}

const digestOf = (paths: object): string => createHash('sha256').update(JSON.stringify(paths)).digest('hex').slice(0, 12)

const problemSchema: SchemaObject = {
  type: 'object',
  required: ['type', 'title', 'status', 'detail', 'instance', 'requestId'],
  properties: {
    type: { type: 'string' },
    title: { type: 'string' },
    status: { type: 'integer' },
    detail: { type: 'string', description: 'Says what is wrong and, where it is known, what to do.' },
    instance: { type: 'string' },
    requestId: { type: 'string', description: 'Quote it when you ask for help.' },
    errors: {
      type: 'array',
      items: { type: 'object', required: ['field', 'message'], properties: { field: { type: 'string' }, message: { type: 'string' } } },
    },
    details: { type: 'array', items: { type: 'string' } },
  },
}
