import { Email, Secret } from '../platform/http/fields'

export class SignInInput {
  @Email()
  email!: string

  @Secret()
  password!: string
}
