import { createHash, createHmac, createSecretKey, hkdfSync, randomBytes, type KeyObject } from 'node:crypto'

const BYTES = 32

/** 256 bits that nobody can guess, fit for an address or a cookie. */
export function newSecret(): string {
  return randomBytes(BYTES).toString('base64url')
}

/**
 * What is stored of a secret. One round of SHA-256 is enough where the secret itself is 256 random bits: there is
 * nothing to try out, unlike with a password.
 */
export function secretHash(secret: string): string {
  return createHash('sha256').update(secret, 'utf8').digest('hex')
}

/** A key for one purpose, drawn from the signing secret: what is signed for one is worth nothing for another. */
export function keyFor(purpose: string, signingSecret: string): KeyObject {
  return createSecretKey(Buffer.from(hkdfSync('sha256', signingSecret, '', `foothold ${purpose}`, BYTES)))
}

export function macOf(key: KeyObject, text: string): Buffer {
  return createHmac('sha256', key).update(text, 'utf8').digest()
}
