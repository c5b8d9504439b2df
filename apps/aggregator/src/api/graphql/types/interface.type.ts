import { Field, Float, Int, ObjectType } from '@nestjs/graphql';
import { DateTime } from '../scalars.js';
import { InterfaceClass, LinkState, SpeedSource } from './enums.js';

/** An interface instance; its neighbours are resolved in interface.resolver.ts. */
@ObjectType('Interface', { description: 'A network interface of a host, or of a container’s network namespace.' })
export class InterfaceType {
  @Field(() => String, {
    description: 'Key within its host: `host/eth0`, or `<namespace>/eth0` for a container’s interface.',
  })
  readonly key: string;

  @Field(() => String, { description: 'Name, such as `eth0`.' })
  readonly name: string;

  @Field(() => InterfaceClass, { nullable: true, description: 'Null until the host’s inventory has arrived.' })
  readonly class: string | null;

  @Field(() => Boolean, { description: 'Whether it is part of its host’s total.' })
  readonly uplink: boolean;

  @Field(() => String, { nullable: true, description: 'Hardware address.' })
  readonly mac: string | null;

  @Field(() => Int, { nullable: true, description: 'Largest packet in bytes.' })
  readonly mtu: number | null;

  @Field(() => Float, {
    nullable: true,
    description:
      'Link speed in bits per second: as set by hand, else as the system tells it; null where it cannot be known.',
  })
  readonly speedBitsPerSecond: number | null;

  @Field(() => SpeedSource, { nullable: true, description: 'Who tells that speed; null where nobody does.' })
  readonly speedSource: string | null;

  @Field(() => LinkState, { description: 'Operational state.' })
  readonly state: string;

  @Field(() => [String], { description: 'IP addresses, without prefix lengths.' })
  readonly addresses: string[];

  @Field(() => String, { nullable: true, description: 'Name of the bridge or bond it belongs to.' })
  readonly master: string | null;

  @Field(() => Int, { description: 'How often its counters began anew while weir watched.' })
  readonly resets: number;

  @Field(() => DateTime, { nullable: true, description: 'Since when it is no longer there; null while it is.' })
  readonly goneAt: Date | null;
}
