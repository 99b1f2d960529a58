/** What of a Terraform template, in JSON, names types. */
interface Template {
  resource?: Record<string, unknown>;
  data?: Record<string, unknown>;
}

/** What of a Terraform state, version 4, names types. */
interface State {
  resources?: { type: string }[];
}

/** Every type that templates or states name: what Terraform needs to know of the provider. */
export function typesOf(templates: readonly Template[], states: readonly State[]): Set<string> {
  return new Set([
    ...templates.flatMap(({ resource = {}, data = {} }) => [...Object.keys(resource), ...Object.keys(data)]),
    ...states.flatMap(({ resources = [] }) => resources.map(({ type }) => type)),
  ]);
}
