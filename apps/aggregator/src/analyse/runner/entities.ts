import type { PatternClass } from '../pattern/finding.js';
import type { AnalysedHost, AnalysedInterface } from '../../store/patterns/analysed-hosts.js';
import type { PatternEntity } from '../../store/patterns/pattern-row.js';

/** What these tell of is the link itself, whatever it belongs to. */
const OF_THE_LINK: ReadonlySet<PatternClass> = new Set(['saturation', 'saturation ahead', 'error storm', 'stuck']);

/** Finds out what people call that which an interface counts: a container, a network, the host, or the interface itself. */
export class Entities {
  private readonly containers: ReadonlyMap<string, PatternEntity>;
  private readonly networks: ReadonlyMap<string, PatternEntity>;
  private readonly host: PatternEntity;
  private readonly isOneUplink: boolean;

  constructor({ id, name, interfaces, containers, networks }: AnalysedHost) {
    this.containers = new Map(containers.map((each) => [each.namespace, entity('container', each.id, each.name)]));
    this.networks = new Map(
      networks.flatMap((each) => (each.bridge === null ? [] : [[each.bridge, entity('network', each.id, each.name)]])),
    );
    this.host = entity('host', id, name);
    this.isOneUplink = interfaces.filter(({ isUplink }) => isUplink).length === 1;
  }

  /** What a pattern of an interface is on. */
  of(told: AnalysedInterface, patternClass: PatternClass): PatternEntity {
    const own = entity('interface', told.netId, told.name);
    if (told.class === 'container') return this.containers.get(told.namespace ?? '') ?? own;
    if (OF_THE_LINK.has(patternClass)) return own;
    if (told.isUplink) return this.isOneUplink ? this.host : own;
    return this.networks.get(told.key) ?? own;
  }
}

function entity(kind: PatternEntity['kind'], key: string, name: string): PatternEntity {
  return { kind, key, name };
}
