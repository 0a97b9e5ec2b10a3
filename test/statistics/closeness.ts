/** Expects two numbers to be close; relative 1e-9 unless told otherwise. */
export function expectClose(
  actual: number,
  expected: number,
  { rel = 1e-9, abs = 0 }: { rel?: number; abs?: number } = {},
): void {
  const close = Object.is(actual, expected) || Math.abs(actual - expected) <= Math.max(abs, rel * Math.abs(expected))
  if (!close) expect(actual).toBe(expected)
}
