/** What Foothold takes from jStat, which ships no types. */
declare module 'jstat' {
  export const jStat: {
    /** replaces the source of randomness of all draws, numbers from the open interval 0 to 1 */
    setRandom(source: () => number): void
    /** one draw from a gamma distribution with scale 1 */
    randg(shape: number): number
  }
}
