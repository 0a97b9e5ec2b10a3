/** What we need to see of Express' router: a layer is a route or holds further layers. */
interface Layer {
  readonly route?: { readonly path: string; readonly methods: Readonly<Record<string, boolean>> }
  readonly handle?: { readonly stack?: readonly Layer[] }
}

/** Every `METHOD /path` that the given routers answer. Routers are mounted at the root and write their paths in full. */
export function routesOf(...routers: readonly { readonly stack: readonly unknown[] }[]): string[] {
  const routes = (layer: Layer): string[] =>
    layer.route
      ? Object.keys(layer.route.methods).map(method => `${method.toUpperCase()} ${layer.route?.path ?? ''}`)
      : (layer.handle?.stack ?? []).flatMap(routes)
  return [...new Set(routers.flatMap(router => (router.stack as readonly Layer[]).flatMap(routes)))]
}
