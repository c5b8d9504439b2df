import type { Type } from '@nestjs/common';
import { PercentileController } from './billing/percentile.controller.js';
import { QuotaController } from './billing/quota.controller.js';
import { EnrolmentController } from './enrol/enrolment.controller.js';
import { FiguresExportController } from './export/figures-export.controller.js';
import { EntityExportController } from './export/entity-export.controller.js';
import { StateExportController } from './export/state-export.controller.js';
import { ListExportController } from './export/list-export.controller.js';
import { ReportController } from './report/report.controller.js';
import { CapacityController } from './outlook/capacity.controller.js';
import { FiguresController } from './rest/figures.controller.js';
import { InterfaceController } from './rest/interface.controller.js';
import { InventoryController } from './rest/inventory.controller.js';
import { JobController } from './rest/job.controller.js';
import { SavedReportController } from './rest/saved-report.controller.js';
import { StorageController } from './storage/storage.controller.js';
import { CollectionController } from './system/collection.controller.js';
import { SystemController } from './system/system.controller.js';

/** All that makes up REST; what every process answers of its health comes beside it. */
export const CONTROLLERS: readonly Type[] = [
  InterfaceController,
  InventoryController,
  FiguresController,
  CapacityController,
  PercentileController,
  QuotaController,
  ListExportController,
  FiguresExportController,
  StateExportController,
  EntityExportController,
  EnrolmentController,
  JobController,
  SavedReportController,
  ReportController,
  StorageController,
  CollectionController,
  SystemController,
];
