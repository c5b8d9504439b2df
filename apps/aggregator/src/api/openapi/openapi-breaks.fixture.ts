import type { Described, DescribedParameter, Operation } from './openapi.fixture.js';

interface Schema {
  readonly $ref?: string;
  readonly type?: string | readonly string[];
  readonly enum?: readonly unknown[];
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly required?: readonly string[];
  readonly items?: Schema;
  readonly allOf?: readonly Schema[];
}

/** What a client of one document would miss in another, each a sentence: what it may ask, and what it is answered. */
export function breaksOf(released: Described, current: Described): string[] {
  return Object.entries(released.paths).flatMap(([path, methods]) =>
    Object.entries(methods).flatMap(([method, operation]) => {
      const name = `${method.toUpperCase()} ${path}`;
      const other = current.paths[path]?.[method];
      if (!other) return [`${name} is gone`];
      return [...ofParameters(name, operation, other), ...ofAnswers(name, { released, operation }, { current, other })];
    }),
  );
}

function ofParameters(name: string, released: Operation, current: Operation): string[] {
  const { parameters: before = [] } = released;
  const { parameters: after = [] } = current;
  const same = (one: DescribedParameter) => (other: DescribedParameter) =>
    one.name === other.name && one.in === other.in;
  const required = after.filter((each) => each.required && !before.find(same(each))?.required);
  return [
    ...required.map((each) => `${name} needs ${each.name} now`),
    ...before.flatMap((each) => {
      const other = after.find(same(each));
      if (!other) return [`${name} takes no ${each.name} any more`];
      return ofTaken(`${name}: ${each.name}`, each.schema as Schema, other.schema as Schema);
    }),
  ];
}

/** A parameter may take more than before, and not less. */
function ofTaken(name: string, before: Schema, after: Schema): string[] {
  if (String(before.type) !== String(after.type)) return [`${name} is ${String(after.type)} now`];
  const lost = (before.enum ?? []).filter((value) => after.enum && !after.enum.includes(value));
  const narrowed = !before.enum && after.enum ? [`${name} takes listed values only now`] : [];
  const items = before.items && after.items ? ofTaken(name, before.items, after.items) : [];
  return [...lost.map((value) => `${name} takes no ${String(value)} any more`), ...narrowed, ...items];
}

function ofAnswers(
  name: string,
  { released, operation }: { readonly released: Described; readonly operation: Operation },
  { current, other }: { readonly current: Described; readonly other: Operation },
): string[] {
  const good = Object.entries(operation.responses).filter(([status]) => status.startsWith('2'));
  return good.flatMap(([status, { content = {} }]) =>
    Object.entries(content).flatMap(([type, { schema }]) => {
      const answer = other.responses[status]?.content?.[type];
      if (!answer) return [`${name} does not answer ${status} ${type} any more`];
      return new Answers(released, current).compare(`${name}:`, schema as Schema, answer.schema as Schema);
    }),
  );
}

/** Compares what is answered: it may hold more than before, and not less. */
class Answers {
  private readonly seen = new Set<string>();

  constructor(
    private readonly released: Described,
    private readonly current: Described,
  ) {}

  compare(name: string, before: Schema | undefined, after: Schema | undefined): string[] {
    if (before?.$ref !== undefined) {
      if (this.seen.has(before.$ref)) return [];
      this.seen.add(before.$ref);
    }
    const [was, is] = [resolved(this.released, before), resolved(this.current, after)];
    const more = typesOf(is).filter((type) => !typesOf(was).includes(type));
    if (more.length > 0) return [`${name} may be ${more.join(' or ')} now`];
    return [
      ...(was.items ? this.compare(`${name}[]`, was.items, is.items) : []),
      ...Object.entries(was.properties ?? {}).flatMap(([key, schema]) =>
        this.compareField(`${name}.${key}`, key, schema, was, is),
      ),
    ];
  }

  private compareField(name: string, key: string, schema: Schema, was: Schema, is: Schema): string[] {
    const other = is.properties?.[key];
    if (!other) return [`${name} is gone`];
    const isLoose = was.required?.includes(key) === true && is.required?.includes(key) !== true;
    return [...(isLoose ? [`${name} may be missing now`] : []), ...this.compare(name, schema, other)];
  }
}

function resolved(document: Described, schema: Schema | undefined): Schema {
  const [only] = schema?.allOf ?? [];
  if (only) return resolved(document, only);
  if (schema?.$ref === undefined) return schema ?? {};
  const name = schema.$ref.split('/').at(-1) ?? '';
  return resolved(document, document.components.schemas[name] as Schema);
}

function typesOf({ type }: Schema): readonly string[] {
  return typeof type === 'string' ? [type] : (type ?? []);
}
