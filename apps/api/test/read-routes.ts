/** A route of the router: method and path as OpenAPI writes it, but with parameters by position: `{}`. */
export type Route = string;

/** Parameters may be named differently on both sides; where they are may not. */
export function toRoute(method: string, path: string): Route {
  return `${method.toUpperCase()} ${path.replace(/\{[^}]+\}|:\w+/g, '{}').replace(/(?<=.)\/$/, '')}`;
}

/** All routes that an Express 5 application has, those of the routers mounted in it included. */
export function readRoutes(app: unknown): ReadonlySet<Route> {
  const routes = new Set<Route>();
  addRoutes(member(app, 'router'), '', routes);
  return routes;
}

function addRoutes(router: unknown, prefix: string, routes: Set<Route>): void {
  for (const layer of stackOf(router)) {
    const route = member(layer, 'route');
    if (route === undefined || route === null) {
      addRoutes(member(layer, 'handle'), prefix + String(member(layer, 'rawPath')), routes);
      continue;
    }
    const methods = Object.keys(Object(member(route, 'methods')));
    for (const method of methods) routes.add(toRoute(method, prefix + String(member(route, 'path'))));
  }
}

function stackOf(router: unknown): readonly unknown[] {
  const stack = member(router, 'stack');
  return Array.isArray(stack) ? stack : [];
}

function member(value: unknown, name: string): unknown {
  const isHolder = (typeof value === 'object' && value !== null) || typeof value === 'function';
  return isHolder ? Reflect.get(value, name) : undefined;
}
