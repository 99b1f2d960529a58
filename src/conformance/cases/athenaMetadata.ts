import {
  GetDatabaseCommand,
  GetDataCatalogCommand,
  GetTableMetadataCommand,
  ListDatabasesCommand,
  ListDataCatalogsCommand,
  ListTableMetadataCommand,
} from '@aws-sdk/client-athena';
import { attempt, steps } from '../attempt';
import type { ConformanceCase } from '../case';

const CatalogName = 'AwsDataCatalog';

/** The catalog as Athena tells it. */
export const athenaMetadata: readonly ConformanceCase[] = [
  {
    id: 'athena-data-catalogs',
    title: 'The data catalog, and one that is not there',
    needs: ['athena'],
    async run(scratch) {
      const athena = await scratch.clients.athena();
      return steps({
        get: () =>
          attempt(
            athena.send(new GetDataCatalogCommand({ Name: CatalogName })),
            ({ DataCatalog }) => DataCatalog,
          ),
        list: () =>
          attempt(athena.send(new ListDataCatalogsCommand({})), ({ DataCatalogsSummary = [] }) =>
            DataCatalogsSummary.filter((summary) => summary.CatalogName === CatalogName),
          ),
        'get unknown': () => attempt(athena.send(new GetDataCatalogCommand({ Name: 'no_such_catalog' }))),
        'databases of an unknown one': () =>
          attempt(athena.send(new ListDatabasesCommand({ CatalogName: 'no_such_catalog' }))),
      });
    },
  },
  {
    id: 'athena-metadata-missing',
    title: 'Databases and tables that are not there, asked of Athena',
    needs: ['athena', 'glue', 's3'],
    async run(scratch) {
      const athena = await scratch.clients.athena();
      const DatabaseName = await scratch.inDatabase();
      const missing = `${DatabaseName}_missing`;
      return steps({
        database: () => attempt(athena.send(new GetDatabaseCommand({ CatalogName, DatabaseName: missing }))),
        table: () =>
          attempt(
            athena.send(new GetTableMetadataCommand({ CatalogName, DatabaseName, TableName: 'no_table' })),
          ),
        'table of a missing database': () =>
          attempt(
            athena.send(
              new GetTableMetadataCommand({ CatalogName, DatabaseName: missing, TableName: 'no_table' }),
            ),
          ),
        'tables of a missing database': () =>
          attempt(athena.send(new ListTableMetadataCommand({ CatalogName, DatabaseName: missing }))),
      });
    },
  },
  {
    id: 'athena-table-metadata',
    title: 'What Athena tells of a table, and how names are searched',
    needs: ['athena', 'glue', 's3'],
    async run(scratch) {
      const athena = await scratch.clients.athena();
      const DatabaseName = await scratch.inDatabase();
      await scratch.must(
        `CREATE EXTERNAL TABLE ${DatabaseName}.sought (a int COMMENT 'first', b string) PARTITIONED BY (day string)
        ROW FORMAT DELIMITED FIELDS TERMINATED BY ';' LOCATION '${await scratch.at('sought/')}'
        TBLPROPERTIES ('skip.header.line.count' = '1')`,
      );
      const list = (Expression: string) => () =>
        attempt(
          athena.send(new ListTableMetadataCommand({ CatalogName, DatabaseName, Expression })),
          ({ TableMetadataList }) => TableMetadataList?.map(({ Name }) => Name),
        );
      return steps({
        table: () =>
          attempt(
            athena.send(new GetTableMetadataCommand({ CatalogName, DatabaseName, TableName: 'sought' })),
            ({ TableMetadata }) => {
              // Times that differ from run to run, inside of a text.
              const { transient_lastDdlTime: _, ...Parameters } = TableMetadata?.Parameters ?? {};
              return { ...TableMetadata, Parameters };
            },
          ),
        'search sought': list('sought'),
        'search sou': list('sou'),
        'search sou.*': list('sou.*'),
        'search sou*': list('sou*'),
        'search SOUGHT': list('SOUGHT'),
      });
    },
  },
];
