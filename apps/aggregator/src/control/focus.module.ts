import { Module } from '@nestjs/common';
import { FocusLeases } from './focus-leases.js';

/** What is asked of hosts because somebody looks at them; apart from what the role analyse asks. */
@Module({ providers: [FocusLeases], exports: [FocusLeases] })
export class FocusModule {}
