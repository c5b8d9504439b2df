import { Module } from '@nestjs/common';
import { DATABASE, READERS } from '../store/database.js';
import { FoundEvents } from './found-events.js';
import { HostWatch } from './host-watch.js';
import { SeenHosts } from './scope/seen-hosts.js';

/** Which hosts there are, and what was found about them, looked at every 2 s; apart from the other questions, since only the api role needs it. */
@Module({
  providers: [{ provide: DATABASE, useExisting: READERS }, FoundEvents, HostWatch, SeenHosts],
  exports: [FoundEvents, HostWatch, SeenHosts],
})
export class HostWatchModule {}
