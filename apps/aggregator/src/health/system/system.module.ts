import { Module } from '@nestjs/common';
import { LiveModule } from '../../live/live.module.js';
import { QueryModule } from '../../query/query.module.js';
import { SystemService } from './system.service.js';

/** How weir itself does, for the role `api`. */
@Module({ imports: [LiveModule, QueryModule], providers: [SystemService], exports: [SystemService] })
export class SystemModule {}
