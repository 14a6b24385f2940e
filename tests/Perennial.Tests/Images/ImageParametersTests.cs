using System.Reflection;
using Microsoft.AspNetCore.Components;
using Perennial.Images;

namespace Perennial.Tests.Images;

public sealed class ImageParametersTests
{
    [Theory]
    [InlineData(nameof(Image.Src))]
    [InlineData(nameof(Image.Alt))]
    public void Who_leaves_it_out_is_warned_by_the_compiler(string parameter) =>
        Assert.NotNull(typeof(Image).GetProperty(parameter)!.GetCustomAttribute<EditorRequiredAttribute>());

    [Fact]
    public void A_view_can_say_all_that_a_component_can()
    {
        string[] ofTheComponent = [.. typeof(Image).GetProperties().Where(static property => property.GetCustomAttribute<ParameterAttribute>() is { CaptureUnmatchedValues: false }).Select(static property => property.Name)];
        string[] ofTheHelper = [.. typeof(ImageTagHelper).GetProperties().Select(static property => property.Name)];

        Assert.Empty(ofTheComponent.Except(ofTheHelper));
    }
}
