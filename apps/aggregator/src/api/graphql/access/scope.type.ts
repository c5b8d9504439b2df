import { Field, InputType, ObjectType } from '@nestjs/graphql';
import type { HostScope } from '../../../query/scope/host-scope.js';

@ObjectType('ScopeLabel', { description: 'A label of hosts.' })
export class ScopeLabelType {
  @Field(() => String, { description: 'Its name.' })
  readonly name: string;

  @Field(() => String, { description: 'Its value.' })
  readonly value: string;
}

@ObjectType('HostScope', { description: 'Hosts that somebody sees: each that a glob or a label fits, and no other.' })
export class HostScopeType {
  @Field(() => [String], { description: 'Globs of names: `web-*`.' })
  readonly hosts: readonly string[];

  @Field(() => [ScopeLabelType], { description: 'Labels.' })
  readonly labels: readonly ScopeLabelType[];
}

@InputType('ScopeLabelInput', { description: 'A label of hosts.' })
export class ScopeLabelInput {
  @Field(() => String, { description: 'Its name.' })
  readonly name: string;

  @Field(() => String, { description: 'Its value.' })
  readonly value: string;
}

@InputType('HostScopeInput', {
  description: 'Hosts that somebody is to see: each that a glob or a label fits, and no other.',
})
export class HostScopeInput {
  @Field(() => [String], { nullable: true, description: 'Globs of names: `web-*`.' })
  readonly hosts?: string[] | null;

  @Field(() => [ScopeLabelInput], { nullable: true, description: 'Labels.' })
  readonly labels?: ScopeLabelInput[] | null;
}

/** The scope that a form gives; null = all hosts. */
export function scopeOf(input: HostScopeInput | null | undefined): HostScope | null {
  if (input == null) return null;
  const labels = (input.labels ?? []).map(({ name, value }) => ({ name, value }));
  return { hosts: input.hosts ?? [], labels };
}
