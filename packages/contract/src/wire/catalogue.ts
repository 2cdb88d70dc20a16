import { z } from 'zod';

/** What a connector can be about, as the wire contract lists it. */
export const categories = [
  'Development & IT',
  'ERP',
  'Supply Chain & Logistics',
  'Communication',
  'Accounting',
  'Hospitality',
  'Productivity',
  'HR',
  'CRM',
  'AI/LLMs',
  'eCommerce',
  'Business Operations',
] as const;

export const category = z.enum(categories).meta({ id: 'Category', description: 'What a connector is about.' });

export type Category = z.infer<typeof category>;
