import { Choice, Email, Secret, Text, WholeNumber } from '../platform/http/fields'
import { ACCESS_TOKEN_SCOPES, type AccessTokenScope } from './accessToken.entity'
import { LIFETIMES_DAYS, type Lifetime } from './accessToken.rules'
import { PASSWORD_MAX, PASSWORD_MIN } from './password.rules'

const NAME_MAX = 120

export class ProfileInput {
  @Text({ max: NAME_MAX })
  name!: string

  @WholeNumber({ min: 1 })
  version!: number
}

export class PasswordInput {
  /** Empty where there is none yet. */
  @Secret({ min: 0 })
  current!: string

  @Secret({ min: PASSWORD_MIN, max: PASSWORD_MAX })
  password!: string
}

export class AccessTokenInput {
  @Text({ max: 80 })
  purpose!: string

  @Choice(ACCESS_TOKEN_SCOPES)
  scope!: AccessTokenScope

  @Choice(Object.keys(LIFETIMES_DAYS))
  lifetime!: Lifetime
}

/** Whom an administrator invites. */
export class AccountInvitationInput {
  @Email()
  email!: string

  @Text({ max: NAME_MAX, optional: true })
  name!: string | null
}

/** Why an account is deactivated or taken back. */
export class AccountReasonInput {
  @Text({ max: 500 })
  reason!: string
}

/** What a reset link's page asks. */
export class NewPasswordInput {
  @Secret({ min: PASSWORD_MIN, max: PASSWORD_MAX })
  password!: string
}

/** What an invitation's page asks. */
export class JoiningInput extends NewPasswordInput {
  @Text({ max: NAME_MAX })
  name!: string
}

/** What the first administrator's page asks. */
export class FirstAdminInput extends JoiningInput {
  @Email()
  email!: string
}

/** The query of a list. */
export class AccountListInput {
  @Text({ max: 200, optional: true })
  q!: string | null

  @WholeNumber({ min: 1, max: 1_000_000, optional: true })
  page!: number | null
}

export class AuditListInput {
  @WholeNumber({ min: 1, optional: true })
  before!: number | null
}
