"""What can be wrong with an import before its job begins; what is wrong with a file stands in the report."""

from labelkeep.core.errors import Conflict, Invalid


class PolicyMissing(Conflict):
    """The project has no policy in force: nothing may be imported."""

    code = "policy.missing"


class DeliveryUnsupported(Conflict):
    """The policy's way of delivery takes no files through the server."""

    code = "import.delivery"


class ImportClosed(Conflict):
    """The import is not in the state that this needs."""

    code = "import.closed"


class FilesOpen(Conflict):
    """Some files of an upload are not complete; ``files`` names the first ones."""

    code = "import.files_open"


class FileNameTaken(Conflict):
    """Another file of this import has the same name and a different size."""

    code = "import.file_taken"


class FileTooLarge(Invalid):
    """A file is larger than the operator allows."""

    code = "import.file_too_large"


class RootUnknown(Invalid):
    """There is no such root, or no such folder below it."""

    code = "import.root_unknown"


class DryRunNeeded(Conflict):
    """This is no dry run, or one that has not come to its end."""

    code = "import.dry_run_needed"
