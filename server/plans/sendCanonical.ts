import type { Response } from 'express'
import type { CanonicalFile } from './plan.service'

/** An impossible number names no amendment, as number -1 does. */
export const amendmentNumber = (text: string): number => (/^[1-9]\d{0,5}$/.test(text) ? Number(text) : -1)

/** To the byte what was hashed: no line break, no change of encoding. */
export function sendCanonical(res: Response, { name, canonical, hash }: CanonicalFile): void {
  res.set('Content-Type', 'application/json; charset=utf-8')
  res.set('Content-Disposition', `attachment; filename="${name}"`)
  res.set('Digest', `sha-256=${Buffer.from(hash, 'hex').toString('base64')}`)
  res.send(Buffer.from(canonical, 'utf8'))
}
