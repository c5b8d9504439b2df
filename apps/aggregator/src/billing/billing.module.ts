import { Module } from '@nestjs/common';
import { BillingService } from './billing.service.js';

/** Counts for quotas. */
@Module({ providers: [BillingService] })
export class BillingModule {}
