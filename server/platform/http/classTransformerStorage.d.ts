/** What tells class-validator-jsonschema the class behind `@Type`; shipped by class-transformer without types. */
declare module 'class-transformer/cjs/storage' {
  import type { MetadataStorage } from 'class-transformer/types/MetadataStorage'

  export const defaultMetadataStorage: MetadataStorage
}
