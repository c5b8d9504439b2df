import { Module } from '@nestjs/common';
import { DATABASE, READERS } from '../store/database.js';
import { HostWatch } from './host-watch.js';

/** Which hosts there are, looked at every 2 s; apart from the other questions, since only the api role needs it. */
@Module({ providers: [{ provide: DATABASE, useExisting: READERS }, HostWatch], exports: [HostWatch] })
export class HostWatchModule {}
