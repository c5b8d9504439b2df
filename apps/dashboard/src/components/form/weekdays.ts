import { DAYS } from '../../charts/named/week.js';

/** Days of the week to choose from, 1 = Monday. */
export const WEEKDAY_CHOICES = DAYS.map((label, index) => ({ value: index + 1, label }));
