import { Field, ID, ObjectType, registerEnumType } from '@nestjs/graphql';
import type { SearchField as Field_, SearchKind as Kind } from '../../../search/subject.js';

export const SearchKind = {
  HOST: 'host',
  CONTAINER: 'container',
  IMAGE: 'image',
  NETWORK: 'network',
  STACK: 'stack',
  SERVICE: 'service',
  WORKLOAD: 'workload',
  INTERFACE: 'interface',
  LABEL: 'label',
} as const satisfies Record<string, Kind>;
registerEnumType(SearchKind, {
  name: 'SearchKind',
  description: 'What can be searched for.',
  valuesMap: {
    IMAGE: { description: 'An image by its name, over all hosts.' },
    NETWORK: { description: 'A network by its name, over all hosts.' },
    STACK: { description: 'A Compose project or Swarm stack, over all hosts.' },
    SERVICE: { description: 'A Compose or Swarm service, over all hosts.' },
    WORKLOAD: { description: 'A Kubernetes workload, over all hosts.' },
    LABEL: { description: 'A label of hosts or containers, as `key=value`.' },
  },
});

export const SearchField = {
  NAME: 'name',
  ID: 'id',
  ADDRESS: 'address',
  MAC: 'mac',
  SUBNET: 'subnet',
} as const satisfies Record<string, Field_>;
registerEnumType(SearchField, { name: 'SearchField', description: 'What of a thing matched.' });

/** Something that was found. */
@ObjectType({ description: 'Something that was found.' })
export class SearchHit {
  @Field(() => SearchKind, { description: 'What it is.' })
  readonly kind: Kind;

  @Field(() => ID, {
    description:
      'Id of a host, container or interface; the name of all else, as filters and groups take it (`shop/web` for a service).',
  })
  readonly id: string;

  @Field(() => String, { description: 'What people call it.' })
  readonly name: string;

  @Field(() => String, {
    description: 'Where it is, for people: `container on web-3`, `image of 12 containers on 3 hosts`.',
  })
  readonly where: string;

  @Field(() => SearchField, { description: 'What of it matched.' })
  readonly field: Field_;

  @Field(() => String, { description: 'The text that matched: its name, an address …' })
  readonly value: string;

  @Field(() => Boolean, { name: 'gone', description: 'Whether it is no longer there; it went within the last day.' })
  readonly isGone: boolean;
}
