import { assumed, assumedUnchecked, documented, fidelity, measured } from '../behaviour';
import { glueService } from './service';

const MODEL = "Glue's service model";
const API = 'Glue API reference';
const CLIENTS = 'recorded from clients that work with AWS';
const OBSERVED = 'observed on real accounts, in public reports';
const MEMBERS = 'Lists of one request are as long as the model says; what fails is told by member.';

/** What is known of the Data Catalog's operations. */
export const glueFidelity = fidelity(
  'AWS Glue Data Catalog',
  'Answered here. Jobs, crawlers, connections, data quality and schema registry are not there: they answer 4xx.',
  Object.keys(glueService.operations),
  {
    CreateDatabase: [
      documented('Names are kept in lower case.', API),
      assumed('A name that is taken: AlreadyExistsException with its text.', 'glue-databases'),
      documented('The creator holds all permissions, and may grant them.', 'Lake Formation developer guide'),
      measured('Without the right: `Required Create Database on Catalog`.', { source: OBSERVED }),
    ],
    GetDatabase: [
      measured('What the caller may not see answers AccessDeniedException, whether it is there or not.', {
        source: OBSERVED,
      }),
      assumed('A missing database: EntityNotFoundException with its text.', 'glue-databases'),
    ],
    GetDatabases: [measured('What the caller may not see is left out.', { source: OBSERVED })],
    UpdateDatabase: [assumed('Another name in the input is refused.', 'glue-databases')],
    DeleteDatabase: [
      documented('Tables and partitions go with it; the data stays.', API, {
        differs: 'AWS removes the tables in the background, after its answer.',
      }),
      assumed('A missing database is refused with its text.', 'glue-databases'),
    ],
    CreateTable: [
      measured('A table that is there: AlreadyExistsException.', { source: CLIENTS }),
      assumed('Several wrong members are told in one text.', 'glue-validation'),
      measured('What OpenTableFormatInput makes, as Terraform reads it back without a difference.', {
        source: CLIENTS,
      }),
      assumed('What is refused as an Iceberg table, and how.', 'glue-iceberg-creation'),
      documented('Partition indexes are refused.', API, { differs: 'AWS has partition indexes.' }),
      assumedUnchecked(
        'A location in (or above) that of another governed table needs SELECT on all of that table; so it is for partitions, and for updates.',
        'AWS lends the rights to a registered location as a whole; the local account opens no table by another one.',
      ),
    ],
    GetTable: [
      documented(
        'Columns are trimmed to those that the caller may SELECT.',
        'Lake Formation developer guide',
        {
          differs:
            'AWS does not trim parameters. Here parameters, serde parameters, buckets and sort orders that tell of a hidden column are left out, too.',
        },
      ),
      measured('A missing table: EntityNotFoundException, as clients probe for it.', { source: CLIENTS }),
      assumed('Its text: `Entity Not Found`.', 'glue-tables'),
      assumed('Which members a plain table has.', 'glue-tables'),
    ],
    GetTables: [
      documented('The expression is a pattern of names; pages of at most 100.', API),
      assumed('How the expression is read.', 'glue-tables'),
    ],
    SearchTables: [
      documented('A text in names, descriptions and columns; only what the caller sees is searched.', API, {
        differs: 'AWS ranks and sorts what it finds, and filters by more keys.',
      }),
    ],
    UpdateTable: [
      measured('An old VersionId: ConcurrentModificationException. This is the Iceberg commit.', {
        source: CLIENTS,
      }),
      assumed('Its text.', 'glue-concurrent-update'),
      assumed('The request may leave out the VersionId; then the last one wins.', 'glue-concurrent-update'),
      assumed('Another name in the input is refused.', 'glue-concurrent-update'),
      assumedUnchecked(
        'While columns of a table of files are granted, its columns keep names and places, and format and location stay.',
        'AWS grants by names, so a renamed column is shown there. Columns of Iceberg tables are followed by their ids.',
      ),
      documented('Updates by UpdateOpenTableFormatInput are refused.', API, {
        differs: 'AWS commits Iceberg metadata itself from that input.',
      }),
    ],
    DeleteTable: [
      documented('The entry goes, the data stays.', API),
      assumed('A missing table is refused with its text.', 'glue-tables'),
    ],
    BatchDeleteTable: [documented(MEMBERS, MODEL)],
    GetTableVersion: [
      documented('Without a VersionId the newest.', API),
      assumed('A version that is not there is refused with its text.', 'glue-table-versions'),
    ],
    GetTableVersions: [
      documented('SkipArchive leaves no version behind; the newest comes first.', API),
      assumedUnchecked(
        'A caller who sees only some columns sees only those of today in old versions.',
        'AWS says nothing of it; the local account shows less rather than more.',
      ),
    ],
    DeleteTableVersion: [assumed('The newest version cannot be deleted.', 'glue-table-versions')],
    BatchDeleteTableVersion: [documented(MEMBERS, MODEL)],
    CreatePartition: [
      documented('A partition that is there: AlreadyExistsException.', API),
      assumed('Its text, and that for a wrong number of values.', 'glue-partitions'),
    ],
    BatchCreatePartition: [
      documented('Up to 100; those that are there already are told, the others are made.', MODEL),
    ],
    GetPartition: [assumed('A missing partition is refused with its text.', 'glue-partitions')],
    BatchGetPartition: [documented('Those that are not there are left out.', API)],
    GetPartitions: [
      documented('Operators, types and the rest of the expression’s grammar.', API),
      assumed('The text for an expression that is none.', 'glue-partitions'),
      documented('A caller from whom a partition key is hidden gets none.', 'Lake Formation developer guide'),
    ],
    UpdatePartition: [
      documented('New values in the input move the partition.', API),
      assumedUnchecked(
        'While columns are granted, its own columns, format and location must be those of the table, and stay.',
        'As for UpdateTable.',
      ),
    ],
    BatchUpdatePartition: [documented(MEMBERS, MODEL)],
    DeletePartition: [assumed('A missing partition is refused with its text.', 'glue-partitions')],
    BatchDeletePartition: [documented('Up to 25.', MODEL)],
    GetPartitionIndexes: [documented('There are none.', API, { differs: 'AWS keeps those that were made.' })],
    GetColumnStatisticsForTable: [
      documented('There are none: each column is told as an error.', API, {
        differs: 'AWS answers what was computed and kept.',
      }),
      assumed('The text for a column without statistics.', 'glue-tables'),
    ],
    GetTags: [assumed('An ARN of nothing, or of something that is gone.', 'glue-tags')],
    TagResource: [
      documented('Databases carry tags; tables do not.', API),
      assumed('An ARN of a table is refused.', 'glue-tags'),
    ],
    UntagResource: [assumed('A key that is not there is no error.', 'glue-tags')],
    GetCatalogImportStatus: [documented('The catalog counts as imported.', API)],
  },
);
