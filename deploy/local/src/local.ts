import { agentService, dockerListens } from './apps/agent.js';
import { aggregatorService, type Upstream } from './apps/aggregator.js';
import { checkDisk, checkHttpPort, claimHome, runFolder, stopOrphans } from './checks.js';
import { DEMO_SENTENCE, fleetService } from './apps/fleet.js';
import type { LocalConfig } from './config.js';
import { recall, type Memory, type Recalled } from './memory.js';
import { findNats } from './nats/program.js';
import { natsService } from './nats/service.js';
import { embeddedDatabase } from './postgres/service.js';
import { forgetPid, notePid } from './process/pid-file.js';
import { Supervisor, type Observer, type Service } from './process/supervise.js';
import type { Steps } from './steps.js';
import { checkUpstream } from './upstream.js';

/** weir on one machine: NATS, database, aggregator and agent, started in the order in which they need each other. */
export class LocalWeir {
  private readonly running: Supervisor[] = [];
  private readonly observer: Observer;
  private claimed = false;
  private stopping = false;

  constructor(
    private readonly config: LocalConfig,
    private readonly steps: Steps,
  ) {
    const folder = runFolder(config);
    this.observer = {
      started: (name, pid) => notePid(folder, name, pid),
      ended: (name) => forgetPid(folder, name),
      say: (text) => steps.note(text),
    };
  }

  /** Starts everything; throws when {@link stop} is called meanwhile. */
  async start(): Promise<void> {
    claimHome(this.config);
    this.claimed = true;
    await checkDisk(this.config);
    await this.clearOrphans();
    await checkHttpPort(this.config);
    await checkUpstream(this.config, this.steps);
    const memory = await recall(this.config.home);
    const natsUrl = await this.startNats(memory);
    const databaseUrl = await this.startDatabase(memory);
    await this.startApps({ natsUrl, databaseUrl, secretKey: memory.secretKey });
  }

  /** True when there is something to stop. */
  isRunning(): boolean {
    return this.running.length > 0;
  }

  /** Stops everything, the last started first: the agent sends what it has, the aggregator stores it. */
  async stop(): Promise<void> {
    this.stopping = true;
    for (const service of [...this.running].reverse()) await service.stop();
    if (this.claimed) forgetPid(runFolder(this.config), 'supervisor');
  }

  /** Ends everything at once. */
  kill(): void {
    for (const service of this.running) service.kill();
  }

  private async clearOrphans(): Promise<void> {
    const names = await stopOrphans(this.config);
    if (names.length > 0)
      this.steps.note(`weir was killed last time; stopped what still ran of it: ${names.join(', ')}`);
  }

  private async startNats(memory: Memory): Promise<string> {
    if (this.config.natsUrl) return this.elsewhere('NATS', 'WEIR_NATS_URL', this.config.natsUrl);
    const port = memory.natsPort;
    await this.steps.step(
      'Starting NATS',
      async () => {
        const program = await findNats(this.config.home);
        await this.run(natsService(this.config, program, port));
        return program.kind === 'docker' ? `${program.image} in Docker` : program.version;
      },
      (version) => `NATS ${version} on port ${port}`,
    );
    return `nats://127.0.0.1:${port}`;
  }

  private async startDatabase(memory: Recalled): Promise<string> {
    if (this.config.databaseUrl) return this.elsewhere('Database', 'WEIR_DATABASE_URL', this.config.databaseUrl);
    const port = memory.postgresPort;
    const database = await this.steps.step(
      'Starting PostgreSQL',
      async () => {
        const embedded = await embeddedDatabase(this.config, memory);
        await this.run(embedded.service);
        return embedded;
      },
      ({ version }) => `PostgreSQL ${version} (embedded) on port ${port}`,
    );
    return database.url;
  }

  private async startApps(upstream: Upstream): Promise<void> {
    const run = (doing: string, done: string, service: Service): Promise<void> =>
      this.steps.step(
        doing,
        () => this.run(service),
        () => done,
      );
    await run('Starting the aggregator', 'Aggregator with the dashboard', aggregatorService(this.config, upstream));
    await run('Starting the agent', 'Agent of this machine', agentService(this.config, upstream.natsUrl));
    if (this.config.isDemo) {
      const service = fleetService(this.config, upstream.natsUrl);
      await run('Writing a day of history of simulated hosts', 'Simulated hosts with a day of history', service);
      this.steps.note(DEMO_SENTENCE);
    }
    if (!(await dockerListens(this.config.dockerHost))) {
      this.steps.note('Docker is absent: counting interfaces only; container names need Docker.');
    }
  }

  private elsewhere(what: string, variable: string, url: string): string {
    this.steps.note(`${what}: the one that ${variable} names`);
    return url;
  }

  private async run(service: Service): Promise<void> {
    if (this.stopping) throw new Error('weir was told to stop');
    const supervisor = new Supervisor(service, this.observer);
    this.running.push(supervisor);
    await supervisor.launch();
  }
}
