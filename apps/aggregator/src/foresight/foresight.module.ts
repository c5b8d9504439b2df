import { Module } from '@nestjs/common';
import { QueryModule } from '../query/query.module.js';
import { ForesightService } from './foresight.service.js';

/** What the forecasts of all links are worth telling. */
@Module({ imports: [QueryModule], providers: [ForesightService] })
export class ForesightModule {}
