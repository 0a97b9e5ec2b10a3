import { hash, verify } from '@node-rs/argon2'

/**
 * argon2id with the parameters that OWASP recommends: 19 MiB, two passes, one lane; about 15 ms. argon2id is the
 * library's own default; its constant cannot be imported where each file is compiled alone.
 */
const PARAMETERS = { memoryCost: 19_456, timeCost: 2, parallelism: 1 }

/** The hash of 32 random bytes that nobody has kept, made with the same parameters. */
const NOBODYS = '$argon2id$v=19$m=19456,t=2,p=1$4UHMZUX6R/JU2jy4ATfzsw$yG8MpgQsKj3DWwgXcOpCuZZv0I6seV8fyjawWfT/Fs8'

/** The same text in one form, however the keyboard wrote its accents. */
const normal = (password: string): string => password.normalize('NFC')

export function hashedPassword(password: string): Promise<string> {
  return hash(normal(password), PARAMETERS)
}

/**
 * Whether the password is the right one. Takes as long where there is no account, or none with a password, so that
 * the time of an answer does not tell which.
 *
 * @param stored  `null` where there is none
 */
export async function isPassword(stored: string | null, password: string): Promise<boolean> {
  const fits = await verify(stored ?? NOBODYS, normal(password))
  return stored !== null && fits
}
