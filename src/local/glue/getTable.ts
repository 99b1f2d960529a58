import type { GetTableCommandInput, GetTableResponse } from '@aws-sdk/client-glue';
import type { Operation } from '../call';
import { Constraints } from './constraints';
import { shownTable } from './shown';
import { visibleTable } from './visibility';

export const getTable: Operation<GetTableCommandInput, GetTableResponse> = async (
  { DatabaseName, Name },
  call,
) => {
  new Constraints().text('databaseName', DatabaseName).text('name', Name).check();
  return { Table: shownTable((await visibleTable(call, DatabaseName!, Name!)).shown, call) };
};
