// What .xlsx files are written with, and the two halves of reading them: the archive and its XML.
#include <expat.h>
#include <xlsxwriter.h>
#include <zip.h>
