import type { Type } from '@nestjs/common';
import { FiguresExportController } from '../export/figures-export.controller.js';
import { ListExportController } from '../export/list-export.controller.js';
import { FiguresController } from './figures.controller.js';
import { InterfaceController } from './interface.controller.js';
import { InventoryController } from './inventory.controller.js';

/** All that makes up REST; what every process answers of its health comes beside it. */
export const CONTROLLERS: readonly Type[] = [
  InterfaceController,
  InventoryController,
  FiguresController,
  ListExportController,
  FiguresExportController,
];
