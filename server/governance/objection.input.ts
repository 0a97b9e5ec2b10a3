import { Text } from '../platform/http/fields'

export class ObjectionInput {
  @Text({ max: 4000 })
  body!: string
}

export class ObjectionAnswerInput {
  @Text({ max: 4000 })
  answer!: string
}
