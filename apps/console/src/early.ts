import { sendEarlyRequests } from './client/early-requests.ts';

// The first script of the page. It is small, so that its requests are sent while the rest of the console loads.
sendEarlyRequests();
