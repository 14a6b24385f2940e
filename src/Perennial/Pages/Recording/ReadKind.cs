namespace Perennial.Pages.Recording;

/// <summary>What is read, by who reads it on the framework's own account.</summary>
internal enum ReadKind
{
    Visitor, // A cookie, the query, the user, most headers: nothing that every page needs.
    EveryPage, // What the framework looks at on the way to any page: the path, the items, Content-Type.
    Negotiation, // Which representation goes out: MVC and problem details ask for it.
    Condition, // Whether anything goes out, and which part of it: results that are files ask for it.
}
