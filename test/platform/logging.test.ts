import { PassThrough } from 'node:stream'
import { QueryFailedError } from 'typeorm'
import { createLogger } from '../../server/platform/logging'

function logged(facts: object): string {
  const lines = new PassThrough()
  createLogger('info', lines).error('request failed', { ...facts })
  return String(lines.read())
}

describe('the log', () => {
  it('tells a refused statement without the values that were in it', () => {
    const driverError = Object.assign(new Error('duplicate key'), { code: '23505', constraint: 'uq_account_email', detail: 'Key (email)=(ada@example.com)' })
    const line = logged({ error: new QueryFailedError('INSERT INTO account VALUES ($1, $2)', ['ada@example.com', 'a-hash'], driverError) })
    expect(JSON.parse(line)).toMatchObject({
      level: 'error',
      msg: 'request failed',
      error: { message: 'duplicate key', constraint: 'uq_account_email', statement: 'INSERT INTO account VALUES ($1, $2)' },
    })
    expect(line).not.toContain('ada@example.com')
    expect(line).not.toContain('a-hash')
  })

  it('tells what an error came from', () => {
    const error = new Error('The file could not be kept.', { cause: new Error('no space left') })
    expect(JSON.parse(logged({ error }))).toMatchObject({ error: { message: 'The file could not be kept.', cause: { message: 'no space left' } } })
  })

  it('tells what was thrown when it is no error at all', () => {
    expect(JSON.parse(logged({ error: 'stop' }))).toMatchObject({ error: { message: 'stop' } })
  })
})
