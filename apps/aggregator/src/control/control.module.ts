import { Module } from '@nestjs/common';
import { PeerNamingService } from './peer-naming.service.js';

/** What the aggregator asks of agents, where it follows from what is stored. */
@Module({ providers: [PeerNamingService] })
export class ControlModule {}
