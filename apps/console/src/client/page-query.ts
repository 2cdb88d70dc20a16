import type { PathWith, QueryOf, ResponseBodyOf } from '@connectory/client';
import { keepPreviousData, queryOptions } from '@tanstack/react-query';
import type { Address } from './address.ts';
import { apiGet } from './call-api.ts';

const pageSize = 25;

/** A page of a list that keeps the page before while it loads. */
export const pageQuery = <Path extends PathWith<'get'>>(
  key: string,
  address: Address<Path>,
  filter: QueryOf<Path, 'get'>,
) =>
  queryOptions({
    queryKey: [key, address, filter],
    queryFn: ({ signal }): Promise<ResponseBodyOf<Path, 'get'>> => {
      const query: QueryOf<Path, 'get'> = Object.assign({ first: pageSize }, filter);
      return apiGet(address, { signal, query });
    },
    placeholderData: keepPreviousData,
  });
