import type { Express } from 'express'
import request, { type Response } from 'supertest'
import type { Database } from '../../server/platform/database/database'
import type { Services } from '../../server/services'
import { testApp, TestClock, testServices } from './app'
import { givenDatabase } from './database'
import { givenAccessToken, signedInAs } from './given/accounts'
import type { Person } from './given/pilots'

/** The product as it is in production, on a database and in a time of its own, and what people see of it. */
export interface GivenProduct {
  readonly database: Database
  readonly clock: TestClock
  readonly services: Services
  readonly app: Express
  /** What a person sees at this address in a browser. */
  readonly page: (person: Person, path: string) => Promise<Response>
  /** What is answered to a person below `/api/v1`. */
  readonly api: (person: Person, path: string) => Promise<Response>
}

/** For the tests around the call, a file or a `describe`. */
export function givenProduct(now: string): GivenProduct {
  const database = givenDatabase()
  const clock = new TestClock(new Date(now))
  const services = testServices(database, { clock })
  const app = testApp(database, { clock }, services)
  return {
    ...{ database, clock, services, app },
    page: async (person, path) => (await signedInAs(app, person)).get(path),
    api: async (person, path) => {
      const token = await givenAccessToken(database, { id: person.accountId })
      return request(app).get(`/api/v1${path}`).set('Authorization', `Bearer ${token}`)
    },
  }
}
