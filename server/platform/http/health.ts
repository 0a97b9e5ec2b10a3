import { Router } from 'express'
import type { Database } from '../database/database'

/** `/health`: this process answers. `/ready`: it also reaches its database. */
export function healthRoutes(database: Database): Router {
  const router = Router()
  router.get('/health', (_req, res) => {
    res.set('Cache-Control', 'no-store').json({ status: 'ok' })
  })
  router.get('/ready', async (_req, res) => {
    const reached = await database.read(tx => tx.query('SELECT 1')).then(
      () => true,
      () => false,
    )
    res.set('Cache-Control', 'no-store').status(reached ? 200 : 503).json({ status: reached ? 'ok' : 'no database' })
  })
  return router
}
