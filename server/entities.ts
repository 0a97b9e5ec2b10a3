/** Every table, for the app and for ormconfig.ts. */
export const entities: readonly (new () => object)[] = []
