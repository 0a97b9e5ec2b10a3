import { unitNormalLoss } from '../../../server/statistics/distributions/unitNormalLoss'
import { expectClose } from '../closeness'

describe('unitNormalLoss', () => {
  // mpmath 1.3.0, 50 digits: npdf(u) - u * ncdf(-u)
  it.each([
    [-40, 40.0],
    [-3, 3.0003821543170477],
    [0, 0.39894228040143268],
    [0.5, 0.19779655740130603],
    [1.9999, 0.0084929778999972854],
    [2, 0.0084907026168296375],
    [2.0001, 0.0084884278735716511],
    [3, 0.0003821543170477236],
    [6, 1.5635697959709664e-10],
    [12, 1.4605201169845548e-34],
    [25, 1.2187970462990369e-139],
    [37, 1.5451991905122025e-301],
  ])('keeps its digits at %d', (u, expected) => {
    expectClose(unitNormalLoss(u), expected, { rel: 2e-13 })
  })
})
