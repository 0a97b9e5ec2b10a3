import type { CookieOptions, Request, Response } from 'express'

/** Cookies of ours: never readable by a script, never sent along by another site's form. */
export class Cookies {
  private readonly options: CookieOptions

  /** @param secure  they travel over HTTPS alone, and their names promise it (`__Host-`) */
  constructor(private readonly secure: boolean) {
    this.options = { httpOnly: true, sameSite: 'lax', path: '/', secure }
  }

  read(req: Request, name: string): string | null {
    const value = (req.cookies as Record<string, unknown>)[this.nameOf(name)]
    return typeof value === 'string' && value !== '' ? value : null
  }

  /** @param maxAgeMs  how long the browser keeps it; without, until it closes */
  write(res: Response, name: string, value: string, maxAgeMs?: number): void {
    res.cookie(this.nameOf(name), value, { ...this.options, ...(maxAgeMs !== undefined && { maxAge: maxAgeMs }) })
  }

  forget(res: Response, name: string): void {
    res.clearCookie(this.nameOf(name), this.options)
  }

  private nameOf(name: string): string {
    return `${this.secure ? '__Host-' : ''}foothold-${name}`
  }
}
