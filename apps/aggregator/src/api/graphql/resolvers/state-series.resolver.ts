import { Args, Query, Resolver } from '@nestjs/graphql';
import { PROTOCOL_COUNTERS } from '@weir/model';
import { MAX_POINTS } from '../../../query/series.js';
import type { StateAnswer, StateRange } from '../../../query/states/asked.js';
import { ContainerSeriesQuery } from '../../../query/states/container-series.query.js';
import { HostSeriesQuery } from '../../../query/states/host-series.query.js';
import { HOST_STATE_GROUPS } from '../../../query/states/host-series.sql.js';
import { LatencySeriesQuery } from '../../../query/states/latency-series.query.js';
import { ProtocolSeriesQuery } from '../../../query/states/protocol-series.query.js';
import { accepted } from '../errors.js';
import {
  ContainerSeriesInput,
  HostSeriesInput,
  LatencySeriesInput,
  ProtocolSeriesInput,
} from '../types/state.input.js';
import {
  ContainerSeriesResult,
  HostSeriesResult,
  LatencySeriesResult,
  ProtocolSeriesResult,
} from '../types/state.type.js';

@Resolver()
export class StateSeriesResolver {
  constructor(
    private readonly hosts: HostSeriesQuery,
    private readonly containers: ContainerSeriesQuery,
    private readonly protocols: ProtocolSeriesQuery,
    private readonly latencies: LatencySeriesQuery,
  ) {}

  @Query(() => HostSeriesResult, { description: 'CPU, memory, load and more of hosts over time, for charts.' })
  async hostSeries(
    @Args('input', { type: () => HostSeriesInput, description: 'Which hosts, over which range.' })
    input: HostSeriesInput,
  ): Promise<HostSeriesResult> {
    const { hosts, filter, groups } = input;
    const asked = { ...rangeOf(input), hosts, filter, groups: groups ?? HOST_STATE_GROUPS };
    return asResult(accepted(await this.hosts.answer(asked)));
  }

  @Query(() => ContainerSeriesResult, { description: 'CPU and memory of containers over time, for charts.' })
  async containerSeries(
    @Args('input', { type: () => ContainerSeriesInput, description: 'Which containers, over which range.' })
    input: ContainerSeriesInput,
  ): Promise<ContainerSeriesResult> {
    const { containers, filter } = input;
    return asResult(accepted(await this.containers.answer({ ...rangeOf(input), containers, filter })));
  }

  @Query(() => ProtocolSeriesResult, {
    description: 'TCP, UDP and ICMP of hosts and containers over time, for charts.',
  })
  async protocolSeries(
    @Args('input', { type: () => ProtocolSeriesInput, description: 'Whose protocols, over which range.' })
    input: ProtocolSeriesInput,
  ): Promise<ProtocolSeriesResult> {
    const { hosts, containers, interfaces, filter, counters } = input;
    const asked = { hosts, containers, interfaces, filter, counters: counters ?? PROTOCOL_COUNTERS };
    return asResult(accepted(await this.protocols.answer({ ...rangeOf(input), ...asked })));
  }

  @Query(() => LatencySeriesResult, {
    description: 'How far hosts are from NATS and from each other over time, for charts.',
  })
  async latencySeries(
    @Args('input', { type: () => LatencySeriesInput, description: 'From which hosts to which, over which range.' })
    input: LatencySeriesInput,
  ): Promise<LatencySeriesResult> {
    const { hosts, filter, peers = null } = input;
    return asResult(accepted(await this.latencies.answer({ ...rangeOf(input), hosts, filter, peers })));
  }
}

type Range = Pick<HostSeriesInput, 'from' | 'to' | 'points'>;

/** A field given as null means its default, as if it were left out. */
function rangeOf({ from, to, points }: Range): StateRange {
  return { fromMs: from.getTime(), toMs: to.getTime(), points: points ?? MAX_POINTS };
}

interface Result<Line> {
  readonly from: Date;
  readonly to: Date;
  readonly stepMilliseconds: number;
  readonly resolution: string;
  readonly at: readonly number[];
  readonly series: readonly Line[];
}

function asResult<Line>({ fromMs, toMs, stepMs, resolution, at, lines }: StateAnswer<Line>): Result<Line> {
  return { from: new Date(fromMs), to: new Date(toMs), stepMilliseconds: stepMs, resolution, at, series: lines };
}
