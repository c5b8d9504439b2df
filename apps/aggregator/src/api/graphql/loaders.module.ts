import { Module } from '@nestjs/common';
import { QueryModule } from '../../query/query.module.js';
import { AlertLoadersFactory } from './loaders/alert-loaders.js';
import { NowLoadersFactory } from './loaders/now-loaders.js';
import { LoadersFactory } from './loaders.js';

/** The loaders, apart, since the GraphQL driver needs them before the resolvers are made. */
@Module({
  imports: [QueryModule],
  providers: [AlertLoadersFactory, LoadersFactory, NowLoadersFactory],
  exports: [LoadersFactory],
})
export class LoadersModule {}
