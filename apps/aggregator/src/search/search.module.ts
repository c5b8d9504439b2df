import { Module } from '@nestjs/common';
import { HostWatchModule } from '../query/host-watch.module.js';
import { DATABASE, READERS } from '../store/database.js';
import { SearchService } from './search.service.js';

/** Search over all that hosts have; in memory, in each process that answers. */
@Module({
  imports: [HostWatchModule],
  providers: [{ provide: DATABASE, useExisting: READERS }, SearchService],
  exports: [SearchService],
})
export class SearchModule {}
