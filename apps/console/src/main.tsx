import './early.ts';
import { QueryClientProvider } from '@tanstack/react-query';
import { RouterProvider } from '@tanstack/react-router';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { takeLinkedOrganisation } from './client/linked-organisation.ts';
import { queryClient } from './client/query-client.ts';
import { readAhead } from './client/read-ahead.ts';
import { applyTheme, readTheme } from './layout/theme.ts';
import { router } from './routes/router.tsx';
import './styles.css';

applyTheme(readTheme());
takeLinkedOrganisation();
const root = document.querySelector('#root');
if (root === null) throw new Error('index.html has no element with the id "root"');
const console = (
  <StrictMode>
    <QueryClientProvider client={queryClient}>
      <RouterProvider router={router} />
    </QueryClientProvider>
  </StrictMode>
);
void readAhead().then(() => createRoot(root).render(console));
