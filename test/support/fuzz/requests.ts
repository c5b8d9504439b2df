import type { Random } from './random.js';
import type { Values } from './values.js';

/** What of an OpenAPI document tells which requests there are. */
export interface Description {
  readonly paths: Readonly<Record<string, Readonly<Record<string, DescribedRoute>>>>;
}

interface DescribedRoute {
  readonly parameters?: readonly Parameter[];
}

interface Parameter {
  readonly name: string;
  readonly in: string;
  readonly required?: boolean;
  readonly example?: unknown;
  readonly schema?: ParameterSchema;
}

interface ParameterSchema {
  readonly type?: string;
  readonly enum?: readonly unknown[];
  readonly format?: string;
  readonly items?: ParameterSchema;
}

/** A request as it is sent: the path of its description, and its own with parameters. */
export interface RestRequest {
  readonly route: string;
  readonly path: string;
}

const UNKNOWN = 0.03;
/** How often a value is of another kind than described. */
const WRONG = 0.03;

/** Makes GET requests that a description allows, with values that it may not. */
export class Requests {
  private readonly routes: readonly { readonly path: string; readonly parameters: readonly Parameter[] }[];

  constructor(
    description: Description,
    private readonly random: Random,
    private readonly values: Values,
  ) {
    this.routes = Object.entries(description.paths)
      .filter(([path]) => path.startsWith('/api/'))
      .flatMap(([path, { get }]) => (get ? [{ path, parameters: get.parameters ?? [] }] : []));
  }

  next(): RestRequest {
    const { path: route, parameters } = this.random.pick(this.routes);
    const path = route.replace(/\{(\w+)\}/g, (_, name: string) => {
      const parameter = parameters.find((each) => each.in === 'path' && each.name === name);
      return escaped(parameter ? this.valueOf(parameter) : this.values.id()) || 'x';
    });
    const query = parameters
      .filter(
        (each) => each.in === 'query' && (each.required || this.random.chance(each.name === 'cursor' ? 0.03 : 0.12)),
      )
      .flatMap((each) => this.given(each));
    if (this.random.chance(UNKNOWN)) query.push(`${escaped(this.values.text())}=${escaped(this.values.text())}`);
    return { route, path: query.length > 0 ? `${path}?${query.join('&')}` : path };
  }

  private given(parameter: Parameter): string[] {
    const times = this.random.pick([1, 1, 1, 1, 2, 3]);
    return Array.from({ length: times }, () => `${parameter.name}=${escaped(this.valueOf(parameter))}`);
  }

  private valueOf({ schema, example }: Parameter): string {
    if (this.random.chance(WRONG)) return this.values.text();
    if (example !== undefined && this.random.chance(0.3)) return String(example);
    return this.scalarOf(schema?.items ?? schema ?? {});
  }

  private scalarOf({ type, enum: choices, format }: ParameterSchema): string {
    if (choices && choices.length > 0) return String(this.random.pick(choices));
    if (type === 'integer' || type === 'number') return String(this.values.number());
    if (type === 'boolean') return String(this.random.chance(0.5));
    return format === 'date-time' ? this.values.moment() : this.values.id();
  }
}

/** Half characters cannot be written in an address. */
function escaped(text: string): string {
  return encodeURIComponent(text.replace(/\p{Surrogate}/gu, '\ufffd'));
}
